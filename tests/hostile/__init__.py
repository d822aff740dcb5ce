"""What the outside world does to us, and what the user then sees: a number for each row of the matrix.

A test is named after its row, `test_07_...`; `test_the_matrix.py` holds that every row has one. Everything is real:
servers on loopback, files, signals, full disks; no browser and no rights of root are needed.
"""
