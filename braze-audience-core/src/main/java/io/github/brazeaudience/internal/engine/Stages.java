package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.resilience.AimdConcurrencyLimiter;
import io.github.brazeaudience.internal.resilience.RequestSizeLimit;
import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.ArrayList;
import java.util.List;

/** The stages of an engine, connected in order. */
final class Stages {
  final EngineSettings settings;
  final AimdConcurrencyLimiter concurrency;
  final RequestSizeLimit requestSize;
  final Admission admission;
  final DeviceLookup lookup;
  final PerUserSequencer sequencer;
  final WriteResolver resolver;
  final Batcher batcher;
  final BatchScheduler scheduler;
  final RequestSender sender;
  final ResponseHandler responses;
  private final Completer completer;

  /**
   * Creates the stages.
   *
   * @param results receives the results of the sender
   */
  Stages(
      EngineSettings settings,
      PayloadBuilder payload,
      SerialExecutor executor,
      RequestSender.ResultHandler results) {
    EngineSettings.Policies policies = settings.policies();
    this.settings = settings;
    this.concurrency = new AimdConcurrencyLimiter(policies.concurrency());
    this.requestSize = new RequestSizeLimit(settings.config().maxObjectsPerRequest());
    RetryTokenBucket retryTokens = retryTokens();
    this.admission = new Admission(settings, retryTokens, policies.writeLimiters());
    WriteResolver.Context context =
        new WriteResolver.Context(settings, payload, retryTokens, executor::execute);
    Next next = new Next();
    this.resolver = settings.resolver().create(context, next);
    this.sequencer =
        new PerUserSequencer(policies.minUserWriteInterval().toNanos(), resolver::resolve);
    this.completer = new Completer(sequencer, resolver, settings.time());
    this.lookup =
        new DeviceLookup(
            context.withRetryTokens(retryTokens()), resolver, next, completer, sequencer::accept);
    Codec codec = settings.environment().codec().apply(payload);
    this.batcher = new Batcher(codec, admission, completer, requestSize);
    this.sender = new RequestSender(settings, codec, executor, results);
    List<BatchSource> sources = new ArrayList<>(resolver.sources());
    sources.add(batcher);
    sources.addAll(lookup.sources());
    BatchSplitter splitter = new BatchSplitter(batcher, requestSize);
    this.scheduler = new BatchScheduler(sources, resolver, sender, splitter, completer);
    this.responses = new ResponseHandler(settings, scheduler, splitter, requestSize, completer);
  }

  private RetryTokenBucket retryTokens() {
    return new RetryTokenBucket(settings.retryPolicy().budget(), settings.time().nanoTime());
  }

  /** The stages after the resolver. */
  private final class Next implements WriteResolver.Next {
    @Override
    public void ready(UserWrite write) {
      batcher.accept(write);
    }

    @Override
    public void complete(UserWrite write) {
      write.complete(WriteResult.EMPTY);
      completer.complete(write);
    }

    @Override
    public void fail(UserWrite write, StopCause cause) {
      completer.fail(write, cause);
    }

    @Override
    public void fail(Batch batch, StopCause cause) {
      scheduler.fail(batch, cause);
    }

    @Override
    public void startFirst(Batch batch) {
      scheduler.acceptFirst(List.of(batch));
    }
  }
}
