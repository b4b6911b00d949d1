"""Which files of a landing hold which events: each event once, whatever segments hold it (finance/landed-views.ts says the same)."""
import dataclasses
import re

PARTITIONS = 6
NAME = re.compile(r"^(\d{1,19})-(\d{1,19})\.parquet$")


@dataclasses.dataclass(frozen=True)
class Place:
    """A segment, and the first position that no segment before it answers for."""

    path: str
    first: int
    last: int
    start: int

    @property
    def is_whole(self):
        return self.start == self.first


def places(landing, era, position, names_in):
    """The segments that hold something up to `position`, those left out of which all lies in others. `names_in` lists a folder, which may be missing."""
    found = []
    for partition in range(PARTITIONS):
        folder = f"{landing.rstrip('/')}/events/era={era}/p={partition}"
        spans = sorted((int(m[1]), -int(m[2]), m[0]) for m in map(NAME.match, names_in(folder)) if m)
        reach = 0
        for first, last, name in ((first, -last, name) for first, last, name in spans):
            start = max(first, reach + 1)
            reach = max(reach, last)
            if start <= min(last, position):
                found.append(Place(f"{folder}/{name}", first, last, start))
    return found


def condition(place, position):
    """Which of a segment's events are read, as SQL."""
    return f"position BETWEEN {place.start} AND {min(place.last, position)}"
