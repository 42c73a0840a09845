"""What our cards must hold before they are published, checked against the texts they cite."""
