"""Film time as people write it."""


def clock(time_s: float) -> str:
    """Seconds as M:SS, or H:MM:SS from one hour on; cut to the second, as a player shows it.

    >>> clock(47.9), clock(3723)
    ('0:47', '1:02:03')
    """
    minutes, seconds = divmod(int(time_s), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
