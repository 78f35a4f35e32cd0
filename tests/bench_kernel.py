"""What identity costs: reading a number, sealing it, finding it again."""

from django.conf import settings

from tests.people.numbers import invented
from yushu.kernel.crypto import blind_index, open_sealed, seal
from yushu.kernel.identifiers import resident_id


def test_identity(figures):
    number = invented()
    keys, where = settings.YUSHU_KEYRING, "people_iddocument.number"
    sealed = seal(keys, number, where=where)

    figures.cost("reading an identity number", lambda: resident_id(number))
    figures.cost("sealing it", lambda: seal(keys, number, where=where))
    figures.cost("opening it", lambda: open_sealed(keys, sealed, where=where))
    figures.cost("its blind index", lambda: blind_index(settings.YUSHU_INDEX_KEY, "RESIDENT", number))
