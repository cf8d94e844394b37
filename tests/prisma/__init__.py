"""Tests of the PRISMA flow."""
