"""One file per way to propose: group findings, place codes in a tree, cluster codes into one.

Pure; imports the themes' words and similarities, and scipy inside the functions.
"""
