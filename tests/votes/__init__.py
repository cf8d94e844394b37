"""Tests of the room that reads votes out of other tools' exports."""
