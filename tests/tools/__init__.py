"""Commands for the maintainer: pages made from the code, pictures, one look for all templates."""
