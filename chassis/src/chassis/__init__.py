"""What every service stands on: settings, database, outbox and inbox, bus, errors, identity, telemetry."""
