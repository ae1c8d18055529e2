package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.preflight.PreflightCode.ENDPOINT_NOT_BRAZE;
import static io.github.brazeaudience.preflight.PreflightCode.ENDPOINT_UNREACHABLE;
import static io.github.brazeaudience.preflight.PreflightCode.KEY_REFUSED;
import static io.github.brazeaudience.preflight.PreflightCode.NOT_CHECKED;
import static io.github.brazeaudience.preflight.PreflightCode.PERMISSION_MISSING;
import static io.github.brazeaudience.preflight.PreflightCode.TYPES_NOT_CHECKED;
import static io.github.brazeaudience.preflight.Severity.ERROR;
import static io.github.brazeaudience.preflight.Severity.INFO;
import static io.github.brazeaudience.preflight.Severity.WARNING;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.preflight.Access.Kind;
import io.github.brazeaudience.preflight.PreflightFinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what the results of the probes mean: a bad endpoint, a bad key or a missing permission.
 */
final class AccessCheck {
  private AccessCheck() {}

  /**
   * Returns the findings in the order of the operations. The key itself is refused if Braze
   * returned 401 to an operation of the configuration, and no response that needs a valid key.
   */
  static List<PreflightFinding> findings(Map<BrazeOperation, Access> accesses, String host) {
    Set<Kind> kinds =
        accesses.values().stream().map(Access::kind).collect(Collectors.toUnmodifiableSet());
    List<BrazeOperation> unauthorized =
        accesses.entrySet().stream()
            .filter(access -> access.getValue().kind() == Kind.UNAUTHORIZED)
            .map(Map.Entry::getKey)
            .toList();
    boolean keyRefused =
        unauthorized.stream().anyMatch(it -> it != BrazeOperation.LIST_CUSTOM_ATTRIBUTES)
            && !kinds.contains(Kind.ALLOWED)
            && !kinds.contains(Kind.FORBIDDEN);
    List<PreflightFinding> findings = new ArrayList<>();
    if (keyRefused) {
      findings.add(keyRefused(unauthorized, host));
    }
    accesses.forEach(
        (operation, access) -> {
          boolean isListed = access.kind() == Kind.UNAUTHORIZED && keyRefused;
          if (access.kind() != Kind.ALLOWED && !isListed) {
            findings.add(finding(operation, access));
          }
        });
    return findings;
  }

  private static PreflightFinding keyRefused(List<BrazeOperation> operations, String host) {
    return PreflightFinding.of(
        ERROR,
        KEY_REFUSED,
        ("%s returned 401: the REST API key is wrong, belongs to another instance or workspace,"
                + " or has none of the permissions %s; check the key and the instance")
            .formatted(
                host,
                operations.stream()
                    .map(BrazeOperation::permission)
                    .collect(Collectors.joining(", "))));
  }

  private static PreflightFinding finding(BrazeOperation operation, Access access) {
    if (operation == BrazeOperation.LIST_CUSTOM_ATTRIBUTES) {
      return listNotRead(access);
    }
    return switch (access.kind()) {
      case NOT_BRAZE -> PreflightFinding.of(ERROR, ENDPOINT_NOT_BRAZE, access.detail());
      case UNREACHABLE -> PreflightFinding.of(ERROR, ENDPOINT_UNREACHABLE, access.detail());
      case UNAUTHORIZED, FORBIDDEN ->
          PreflightFinding.of(
              ERROR,
              PERMISSION_MISSING,
              ("%s: the REST API key lacks the permission %s, which %s needs%s; create a key"
                      + " that has it, because the permissions of a key cannot be changed")
                  .formatted(
                      access.detail(),
                      operation.permission(),
                      PermissionProbe.purpose(operation),
                      operation == BrazeOperation.READ_TRACK_STATUS
                          ? ", or Braze has not enabled this beta for the workspace"
                          : ""));
      default -> PreflightFinding.of(ERROR, NOT_CHECKED, access.detail());
    };
  }

  /** Only the preflight needs the list, so writes work without it. */
  private static PreflightFinding listNotRead(Access access) {
    boolean refused = access.kind() == Kind.UNAUTHORIZED || access.kind() == Kind.FORBIDDEN;
    return refused
        ? PreflightFinding.of(
            INFO,
            TYPES_NOT_CHECKED,
            ("the attributes were not checked, because the REST API key lacks the permission %s;"
                    + " use a key that has it, or compare them with Braze's dashboard under Data"
                    + " Settings > Custom Attributes")
                .formatted(BrazeOperation.LIST_CUSTOM_ATTRIBUTES.permission()))
        : PreflightFinding.of(
            WARNING, TYPES_NOT_CHECKED, "the attributes were not checked: " + access.detail());
  }
}
