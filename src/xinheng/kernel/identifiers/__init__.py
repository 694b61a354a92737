"""One module per kind of number: scalar functions and their columnar twins, which give the same answers.

Every module has `compact`, `validate` (raises a subclass of `ValidationError`), `is_valid`, and for columns
`compact_column` and `valid_column` (null in, null out). Repaired is only what is certain: case, full-width
characters and spaces. A check character is never guessed.
"""
