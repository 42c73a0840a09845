"""The edges a person touches: the command line and the Streamlit screens."""
