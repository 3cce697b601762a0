"""Declarations: one for each list 清单, matched with its order, payment and waybill 三单对碰, then released, held or returned."""
