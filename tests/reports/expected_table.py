"""The table of verbs as the design writes it, compact, to compare the code with."""

from __future__ import annotations

from tanggap.reports.workflow import State

LETTERS = {
    "s": State.SUBMITTED,
    "h": State.ON_HOLD,
    "w": State.WAITING,
    "p": State.IN_PROGRESS,
    "v": State.AWAITING_VALIDATION,
    "r": State.RESOLVED,
    "c": State.CLOSED,
    "d": State.DECLINED,
    "f": State.REFERRED,
}
ALL = "shwpvrcdf"
STAFF = "verifier dispatcher validator clerk case_worker leader lead supporting sender"

# verb | states | parts | where it leads ("=" the same) | fields
EXPECTED = f"""
verify          | s      | verifier pack_rule      | w | class kind category
hold            | s      | verifier                | h | question
hold            | wp     | verifier lead           | h | question
reply           | swpvrcf | reporter               | = | text
reply           | h      | reporter                | p | text
lapse           | h      | clock                   | p |
decline         | shw    | verifier dispatcher     | d | reason remedy
archive         | shw    | verifier dispatcher     | d | reason remedy
take_back       | hd     | verifier dispatcher lead | w | reason
object          | d      | reporter                | d | reason
uphold          | d      | verifier dispatcher     | d | reason
overturn        | d      | verifier dispatcher     | s | reason
refer           | shwp   | verifier dispatcher     | f | institution reason
peer_answer     | f      | peer dispatcher         | r | text
peer_return     | f      | peer dispatcher         | w | reason proposal
assign          | w      | dispatcher              | w | agency reason
accept          | w      | lead                    | p |
accept          | wp     | supporting              | = |
coordinate      | wp     | dispatcher lead         | w | agency reason
dispose         | wp     | lead                    | w | agency instruction
give_back       | wp     | lead                    | w | reason
give_back       | wp     | supporting              | = | reason
recall          | w      | sender dispatcher       | w | reason
hear            | w      | clock                   | w |
rule            | w      | chair                   | w | agency reason
resolve         | p      | lead                    | v | outcome note proof
validate        | v      | validator               | r |
reject_followup | v      | validator               | p | assignments reason
answer          | s      | verifier                | r | text
answer          | wp     | verifier lead           | r | text
rate            | rc     | reporter                | = | score
reopen          | rc     | reporter dispatcher     | w | reason
withdraw        | shwpvf | reporter                | c |
close           | r      | clock                   | c |
close           | r      | reporter                | c |
correct         | shwpv  | verifier dispatcher     | = | changes
propose         | wp     | lead                    | = | proposal reason
add_support     | wp     | lead dispatcher         | = | agency
drop_support    | wp     | lead dispatcher         | = | agency reason
done            | wp     | supporting              | = | note
note            | {ALL}  | {STAFF}                 | = | text
progress        | p      | lead supporting         | = | text
schedule        | p      | head                    | = | programme month reason
extend          | wp     | lead                    | = | days reason
grant           | wp     | superior                | = |
refuse          | wp     | superior                | = | reason
refuse          | wp     | clock                   | = |
merge           | shwpv  | verifier dispatcher     | = | target
unmerge         | {ALL}  | verifier dispatcher     | = | reason
split           | shwpv  | verifier dispatcher     | = | text
relate          | {ALL}  | verifier dispatcher lead pack_rule | = | target
publish         | {ALL}  | verifier dispatcher validator | = |
show_photos     | {ALL}  | verifier dispatcher validator | = |
mask            | {ALL}  | verifier dispatcher validator | = | reason
hide            | {ALL}  | verifier dispatcher validator | = | reason
share_identity  | {ALL}  | reporter                | = | agency fields until
share_identity  | wp     | lead                    | = | fields reason
break_glass     | {ALL}  | case_worker dispatcher leader | = | reason
support         | shwpv  | anyone                  | = |
follow          | {ALL}  | anyone                  | = |
unsupport       | {ALL}  | anyone                  | = |
comment         | {ALL}  | anyone                  | = | text
"""
