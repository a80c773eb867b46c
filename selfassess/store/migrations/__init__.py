"""The steps that bring a database to the tables as they are now, run by `selfassess.store.migrate`."""
