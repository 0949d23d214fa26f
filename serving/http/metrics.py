"""What the service tells Prometheus; every name begins with doorlicht_."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

from serving.card import ModelCard
from serving.replies import ComparisonReply, ReadingReply, SecondsReply

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SCORES = (0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1)


class Metrics:
    """Belongs to one service, so that two in one process do not add up."""

    def __init__(self, card: ModelCard) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter("doorlicht_requests", "Requests answered", ["route", "status"], registry=registry)
        self.latency = Histogram(
            "doorlicht_request_seconds", "From arrival to answer", ["route"], buckets=SECONDS, registry=registry
        )
        self.stages = Histogram(
            "doorlicht_stage_seconds", "Time by stage", ["stage"], buckets=SECONDS, registry=registry
        )
        self.occupied = Gauge("doorlicht_queue_depth", "Requests that wait for a thread or hold one", registry=registry)
        self.rejected = Counter("doorlicht_rejected", "Requests given up by reason", ["reason"], registry=registry)
        self.verdicts = Counter("doorlicht_verdicts", "Comparisons by verdict", ["verdict"], registry=registry)
        self.scores = Histogram("doorlicht_score", "Scores given", ["kind"], buckets=SCORES, registry=registry)
        model = Info("doorlicht_model", "The network in use", registry=registry)
        model.info({"name": card.name, "version": card.version, "sha256": card.sha256})

    def answered(self, route: str, status: int, seconds: float) -> None:
        self.requests.labels(route, str(status)).inc()
        self.latency.labels(route).observe(seconds)

    def compared(self, reply: ComparisonReply) -> None:
        self.verdicts.labels(reply.verdict).inc()
        if reply.mismatch_score is not None:
            self.scores.labels("mismatch").observe(reply.mismatch_score)
        self.staged(reply.seconds)

    def read(self, reply: ReadingReply) -> None:
        self.scores.labels("concealed").observe(reply.score)
        self.staged(reply.seconds)

    def staged(self, seconds: SecondsReply) -> None:
        for stage, spent in (("read", seconds.read), ("align", seconds.align), ("infer", seconds.infer)):
            self.stages.labels(stage).observe(spent)

    def text(self) -> bytes:
        return generate_latest(self.registry)
