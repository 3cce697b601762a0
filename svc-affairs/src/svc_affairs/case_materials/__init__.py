"""The materials of a case 申请材料: its check list, and the files that are brought for it.

A case is laid out with one row for each material of its item's version. What the data hub has need not be brought 免提交; the
rest is provided by the applicant or at a window, checked, put right where it is faulty, or waived for now 容缺.
"""
