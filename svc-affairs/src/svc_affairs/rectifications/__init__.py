"""Rectifications 整改: what follows a low rating until it is answered, rated anew and closed.

A rating opens one by `service.open_for`. The department or the centre that was rated acts, and the government-affairs office
supervises: it alone closes what its citizen does not. Events: rectification.opened, .called_back, .put_right, .closed, …
"""
