"""Indicators 指标: what happened, counted by territory, matter and quarter. The first of a quarter opens it: QuarterOpenedV1."""
