"""Why a total, a place or a grade changed between two runs, in parts that add up and depend on no order.

`ends` are the two runs, `differences` what differs between them, `states` the mixed runs (`mixed` makes their facts), `shapley` the parts; `why` is the
question, `words` its answer in sentences.
"""
