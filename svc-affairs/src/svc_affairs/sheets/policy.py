"""How much a file of tables may hold."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SheetPolicy:
    """Limits that a file is held to before anything of it is kept in memory."""

    most_bytes: int = 16 * 1024 * 1024
    # Of a workbook once it is unpacked: all its parts together, and what they are made of.
    most_unpacked_bytes: int = 96 * 1024 * 1024
    most_parts: int = 200
    most_sheets: int = 50
    most_sheet_elements: int = 4_000_000
    most_elements_before_data: int = 20_000
    most_elements_a_row: int = 4_096
    most_shared_elements: int = 1_500_000
    most_other_elements: int = 200_000
    # The last row that a spreadsheet has.
    last_row: int = 1_048_576
    most_cell_characters: int = 2_000_000
    most_columns: int = 64


POLICY = SheetPolicy()
