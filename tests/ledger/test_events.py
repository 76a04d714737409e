"""Ids that sort by time even when a clock is set back."""

import re
import time
import uuid

from hypothesis import given
from hypothesis import strategies as some

from privacy_audit.ledger.events import device, new_id, now


def test_an_id_is_a_uuid_of_version_seven_with_the_time_in_front():
    before = time.time_ns() // 1_000_000
    id = uuid.UUID(new_id())
    assert (id.version, id.variant) == (7, uuid.RFC_4122)
    assert before <= id.int >> 80 <= time.time_ns() // 1_000_000


@given(milliseconds=some.lists(some.integers(0, 2**47), min_size=2, max_size=30))
def test_each_id_is_greater_than_the_one_before_whatever_the_clock_says(milliseconds):
    clock = iter(milliseconds)
    real, time.time_ns = time.time_ns, lambda: next(clock) * 1_000_000
    try:
        ids = [new_id()]
        while len(ids) < len(milliseconds):
            ids.append(new_id(ids[-1]))
    finally:
        time.time_ns = real
    assert ids == sorted(set(ids))
    assert all(uuid.UUID(id).version == 7 for id in ids)


def test_the_moment_is_written_in_utc():
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", now())


def test_the_device_names_neither_machine_nor_person():
    assert re.fullmatch(r"\w+-\d+", device())
