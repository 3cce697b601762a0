"""The register of mediators 调解员: accounts of staff and volunteers with their unit and specialities; no names of persons."""
