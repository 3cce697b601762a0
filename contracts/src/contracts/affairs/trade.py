"""Cross-border trade 跨境电商: declarations and their match."""
