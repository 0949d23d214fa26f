"""The forms a scan comes in, one file a form: from bytes to plain pixels, with a bound on every step."""
