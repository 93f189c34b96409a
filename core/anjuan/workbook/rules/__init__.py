"""What cells alone can't show: rules over sheets, cases, people, and their register."""
