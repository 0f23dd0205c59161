"""Web addresses and telephone numbers of records: looked at each night, listed for the manager, told to the organisation."""
