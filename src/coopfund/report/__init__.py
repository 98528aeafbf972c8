"""The monthly report: six questions of a members' meeting, each answered in one sentence."""
