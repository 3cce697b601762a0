"""Service centres 便民服务中心 of regiments and communities, and the city's halls 政务大厅: who takes cases in, and where.

A centre belongs to a unit of the grid and lies where the unit lies. Emits CentreRegisteredV1 and CentreChangedV1.
"""
