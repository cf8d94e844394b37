"""Texts made to do harm, fed through every export there is."""
