"""Messages made to do harm are refused at once, and cost little time and memory."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from trade_message_attacks import ATTACKS

_PROGRAM = Path(__file__).parent / "trade_message_attacks.py"
# Eight times what they take on a busy machine of two cores; an attack that works takes minutes, or all there is.
_MOST_S, _MOST_GROWN_KB = 15.0, 96 * 1024


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_is_refused_within_bounded_time_and_memory(name: str) -> None:
    ran = subprocess.run([sys.executable, str(_PROGRAM), name], capture_output=True, text=True, timeout=60, check=True)

    told = json.loads(ran.stdout)
    assert told["code"] == ATTACKS[name][0]
    assert told["took_s"] < _MOST_S
    assert told["grown_kb"] < _MOST_GROWN_KB
