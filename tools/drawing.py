"""A process as a page: its table, its diagram, and nothing that is not in the code."""

from __future__ import annotations

from yushu.casework.process import Process, Step
from yushu.kernel.words import Words
from yushu.law.pack import pack
from yushu.people.roles import Role

HEAD = """<!-- Written by `make docs` from the code. Do not edit. -->
# {zh} · {en}

Kind `{kind}`, version {version}. Opened by {openers}. Starts in `{start}`; ends in {ends}.

| step | from | to | whose | clause | days | hands | asks | recorded for |
|---|---|---|---|---|---|---|---|---|
{rows}

A blank under *days* means that the document sets no limit. *Power* steps may be taken; nobody waits for them.

```mermaid
stateDiagram-v2
{diagram}
```

| state | on screen |
|---|---|
{states}
"""


def page(process: Process) -> str:
    """The whole page of one process."""
    return HEAD.format(
        zh=process.name.zh,
        en=process.name.en,
        kind=process.kind,
        version=process.version,
        openers=", ".join(role.value for role in process.opened_by),
        start=process.start,
        ends=", ".join(f"`{state}`" for state in process.ends),
        rows="\n".join(_row(step) for step in process.steps),
        diagram="\n".join(_diagram(process)),
        states="\n".join(f"| `{state.value}` | {state.label} |" for state in process.states),
    )


def _row(step: Step) -> str:
    cells = (
        f"**{step.name}**{' · power' if step.power else ''}<br>{_said(step.says.label)}",
        "<br>".join(f"`{state}`" for state in step.sources),
        f"`{step.to}`",
        Role(step.by).value,
        _clause(step.cites),
        _days(step),
        str(step.hands) if step.hands > 1 else "",
        "<br>".join(ask.name for ask in (*step.asks, *step.row_asks)),
        step.recorded_by.value if step.recorded_by else "",
    )
    return f"| {' | '.join(cells)} |"


def _said(words: Words) -> str:
    return f"{words.zh} · {words.en}"


def _clause(cites: str) -> str:
    if not cites:
        return ""
    place = pack().entry(cites).clause
    return f"{cites} {place}".strip()


def _days(step: Step) -> str:
    if step.until:
        return f"after {step.until}"
    if step.within is None:
        return "at once" if step.follows else ""
    entry = pack().entry(step.within.id)
    first = entry.values[0]
    count, unit = step.within.on(pack(), first.since)
    return f"{count} {unit}{'s' if count != 1 else ''}<br>from {step.counts_from}"


def _diagram(process: Process) -> list[str]:
    lines = [f"    [*] --> {process.start}"]
    for step in process.steps:
        lines += [f"    {source} --> {step.to}: {step.name}" for source in step.sources]
    return [*lines, *(f"    {state} --> [*]" for state in process.ends)]
