"""The browser itself: that it runs, and that it draws Chinese."""

import pytest

from tools import browser

pytestmark = pytest.mark.browser


def test_chinese_is_drawn_and_not_boxed(chromium):
    page = chromium.new_page()
    page.set_content("<span id=a>育</span><span id=b>数</span><span id=c>&#xf8ff;</span>")
    drawn = {name: page.locator(f"#{name}").screenshot() for name in "abc"}
    page.close()

    assert browser.has_chinese_font()
    assert len(set(drawn.values())) == 3
