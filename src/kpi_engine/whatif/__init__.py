"""What if: a changed scheme or changed data, the whole decision again, and the difference. A file, or a folder, is a question.

Every answer is a run of the ordinary readers over ordinary trees; nothing is patched into a result.
"""
