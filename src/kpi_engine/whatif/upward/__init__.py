"""The nearest way up: what a unit would have had to report to reach the next grade or a better place.

`goals` says what is to be reached, `leverage` which inputs can move the unit at all, `levers` how far each can go, `ways` which amounts reach the goal;
`nearest` is the question.
"""
