"""Faults: what is left of an archive after kills, power cuts, full disks and damage."""
