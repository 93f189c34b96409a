"""The local page `anjuan desk`: see, check, preview and make, in a browser on this machine."""
