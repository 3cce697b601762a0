"""Documents of cross-border trade: orders 订单, payments 支付单, waybills 运单, lists 清单, their cancellations and refunds."""
