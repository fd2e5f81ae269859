"""Shards of articles in, one Parquet file of codings a shard out, on one machine or on many.

A shard is coded by a process of its own, which writes down what it does in a log. Whoever watches it can so
tell which document it died of, sets that aside and lets the next process go on behind it. What is finished
appears by renaming, so that a batch that is killed at any moment leaves whole outputs only.
"""

from dragoman.batch.outputs import codings, is_output, written
from dragoman.batch.records import Asked, Outcome, Shard
from dragoman.batch.running import Batch, Report
from dragoman.batch.watching import code_shard

__all__ = ["Asked", "Batch", "Outcome", "Report", "Shard", "code_shard", "codings", "is_output", "written"]
