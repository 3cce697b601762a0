"""Codes that people read out and type: Crockford's alphabet, which has no letter that is heard or read as another. Pure."""

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP = 4
_MEANT = str.maketrans("OIL", "011")


def spelled(value: int, length: int) -> str:
    """The last `5 * length` bits of a number."""
    return "".join(LETTERS[value >> 5 * (length - 1 - at) & 31] for at in range(length))


def grouped(letters: str) -> str:
    """As it is told: `7K2M-Q9TX-04FD`."""
    return "-".join(letters[at : at + _GROUP] for at in range(0, len(letters), _GROUP))


def typed_letters(code: str) -> str:
    """What somebody typed, without dashes and spaces, in capitals; O stands for 0, I and L for 1."""
    return "".join(letter for letter in code.upper() if letter.isalnum()).translate(_MEANT)
