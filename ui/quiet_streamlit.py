"""Streamlit's own command line, without its one outbound connection.

To judge a WebSocket from an unknown origin, Streamlit asks an outside service for this machine's
public address. Recital is never served under that address by itself, so nobody is asked.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run Streamlit as `python -m streamlit` does."""
    from streamlit import net_util
    from streamlit.web.cli import main as streamlit_main

    net_util.get_external_ip = lambda: None
    sys.exit(streamlit_main(prog_name="streamlit"))


if __name__ == "__main__":
    main()
