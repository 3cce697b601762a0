"""What a person at the command line reads of a running house."""

import asyncio
import os
import subprocess
import sys

from houses import House


async def test_what_the_house_refuses_is_said_in_words_and_not_as_a_trace(house: House) -> None:
    command = [sys.executable, "-P", "-m", "gov171", "token", "--role", "desk", "--subject", "No Such Name!"]
    environment = os.environ | {"GOV171_HOME": str(house.home)}

    ended = await asyncio.to_thread(subprocess.run, command, env=environment, capture_output=True, text=True, check=False)

    assert ended.returncode == 1
    assert "422" in ended.stdout
    assert "/subject" in ended.stdout
    assert "Traceback" not in ended.stdout + ended.stderr
