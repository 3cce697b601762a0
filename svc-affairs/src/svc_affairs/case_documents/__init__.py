"""Decisions as documents 文书: notices, decisions and electronic licences, each a file that nobody changes any more.

Each carries a verification code 验证码 by which anybody can ask whether it is genuine, revoked or unknown, and compare the
file with its SHA-256. The cases issue them; this keeps, shows, revokes, replaces and verifies them.
"""
