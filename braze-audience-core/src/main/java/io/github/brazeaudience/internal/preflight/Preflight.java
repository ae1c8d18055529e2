package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.preflight.PreflightCode.NOT_CHECKED;
import static io.github.brazeaudience.preflight.PreflightCode.TYPES_NOT_CHECKED;
import static io.github.brazeaudience.preflight.Severity.ERROR;
import static io.github.brazeaudience.preflight.Severity.WARNING;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.preflight.Access.Kind;
import io.github.brazeaudience.internal.preflight.WrittenAttribute.Content;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.wire.CustomAttribute;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.PreflightReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks a configuration against its workspace without writing anything: the endpoint and the key,
 * the permissions, and the attributes. Thread-safe; each run is confined to its thread.
 */
public final class Preflight {
  private final BrazeAudienceConfig config;
  private final QueryClient client;
  private final Set<BrazeOperation> operations;
  private final KnownNames knownNames;

  /** Reads the names of attributes per segment from the membership store. */
  @FunctionalInterface
  public interface KnownNames {
    /** Returns the names, record by record, within the time left. */
    Iterator<? extends Collection<String>> read(Supplier<Duration> timeLeft);
  }

  /** {@code operations} are those whose permissions the configuration needs. */
  public Preflight(
      BrazeAudienceConfig config,
      QueryClient client,
      Set<BrazeOperation> operations,
      KnownNames knownNames) {
    this.config = config;
    this.client = client;
    this.operations = EnumSet.copyOf(operations);
    this.knownNames = knownNames;
  }

  /** Runs all checks. An interrupt ends them, is reported and restored. */
  public PreflightReport run(Collection<Audience> audiences) {
    List<PreflightFinding> findings = new ArrayList<>();
    try {
      check(audiences, findings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      findings.add(
          PreflightFinding.of(
              ERROR, NOT_CHECKED, "the thread was interrupted before the end; check again"));
    }
    return new PreflightReport(findings);
  }

  private void check(Collection<Audience> audiences, List<PreflightFinding> findings)
      throws InterruptedException {
    PreflightRequests requests = new PreflightRequests(client);
    AttributeList list = new AttributeList(requests);
    Map<BrazeOperation, Access> accesses = accesses(requests, list);
    findings.addAll(AccessCheck.findings(accesses, requests.host()));
    if (accesses.values().stream().noneMatch(it -> it.kind() == Kind.ALLOWED)) {
      return;
    }
    Set<String> segments = segments(audiences, requests, findings);
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Access access = accesses.get(BrazeOperation.LIST_CUSTOM_ATTRIBUTES);
    if (access != null && access.kind() == Kind.ALLOWED) {
      checkAttributes(written(segments), list, findings);
    }
  }

  /** Sends the probes, unless the first shows that the others would fail too. */
  private Map<BrazeOperation, Access> accesses(PreflightRequests requests, AttributeList list)
      throws InterruptedException {
    Map<BrazeOperation, Access> accesses = new EnumMap<>(BrazeOperation.class);
    for (BrazeOperation operation : operations) {
      Access access =
          Access.of(requests.send(PermissionProbe.query(operation)), operation, requests.host());
      accesses.put(operation, access);
      if (accesses.size() == 1 && access.endsPreflight()) {
        return accesses;
      }
    }
    accesses.put(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, list.access());
    return accesses;
  }

  private Set<String> segments(
      Collection<Audience> audiences, PreflightRequests requests, List<PreflightFinding> findings) {
    if (!config.sendSegmentsAs().perSegment()) {
      return Set.of();
    }
    SegmentNames segments = new SegmentNames(config);
    segments.addAudiences(audiences);
    segments.addKnown(knownNames.read(requests::storeTimeLeft), requests::isStoreTimeOver);
    segments.checkNotEmpty();
    findings.addAll(segments.findings());
    return segments.names();
  }

  private List<WrittenAttribute> written(Set<String> segments) {
    SendSegmentsAs mode = config.sendSegmentsAs();
    AttributeNames names = config.attributeNames();
    List<WrittenAttribute> written = new ArrayList<>();
    if (mode.single()) {
      written.add(new WrittenAttribute(names.single(), Content.ID_STRING, 0));
    }
    if (mode.array()) {
      written.add(new WrittenAttribute(names.array(), Content.ID_ARRAY, config.arrayMaxLength()));
    }
    Content flag =
        config.perSegmentValue() == PerSegmentValue.BOOLEAN
            ? Content.BOOLEAN
            : Content.BOOLEAN_STRING;
    segments.forEach(name -> written.add(new WrittenAttribute(name, flag, 0)));
    return written;
  }

  private static void checkAttributes(
      List<WrittenAttribute> written, AttributeList list, List<PreflightFinding> findings)
      throws InterruptedException {
    Set<String> names = new LinkedHashSet<>();
    written.forEach(attribute -> names.add(attribute.name()));
    AttributeList.Found found = list.find(names);
    for (WrittenAttribute attribute : written) {
      CustomAttribute present = found.attributes().get(attribute.name());
      if (present != null) {
        AttributeCheck.check(attribute, present).ifPresent(findings::add);
      } else if (found.failure() == null) {
        findings.add(AttributeCheck.notFound(attribute));
      }
    }
    if (found.failure() != null) {
      findings.add(
          PreflightFinding.of(
              WARNING,
              TYPES_NOT_CHECKED,
              "%s of %s attributes were not checked: %s"
                  .formatted(
                      names.size() - found.attributes().size(), names.size(), found.failure())));
    }
  }
}
