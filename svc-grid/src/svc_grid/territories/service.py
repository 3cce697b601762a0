"""What other slices ask of the territories."""

from svc_grid.territories.locating import locate as locate
