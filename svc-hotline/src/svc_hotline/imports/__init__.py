"""Requests taken over from elsewhere: each row judged by itself, likely duplicates marked, nothing stored twice."""
