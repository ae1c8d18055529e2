package io.github.brazeaudience.internal.preflight;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.preflight.Access.Kind;
import io.github.brazeaudience.internal.query.Query;
import io.github.brazeaudience.internal.query.QueryResult;
import io.github.brazeaudience.internal.query.QueryResult.Answered;
import io.github.brazeaudience.internal.wire.CustomAttribute;
import io.github.brazeaudience.internal.wire.CustomAttributesParser;
import io.github.brazeaudience.internal.wire.NextPage;
import io.github.brazeaudience.transport.TransportResponse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the custom attributes of the workspace page by page, and keeps those that are asked for.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes">Braze:
 *     /custom_attributes</a>
 */
final class AttributeList {
  /** As many requests as Braze allows in an hour; a page has 50 attributes. */
  static final int MAX_PAGES = 1_000;

  private static final BrazeOperation OPERATION = BrazeOperation.LIST_CUSTOM_ATTRIBUTES;

  private final PreflightRequests requests;
  private final Set<String> parameters = new HashSet<>();
  private @Nullable TransportResponse page;

  /** The attributes that were found, and why the list was not read to its end, if it was not. */
  record Found(Map<String, CustomAttribute> attributes, @Nullable String failure) {}

  AttributeList(PreflightRequests requests) {
    this.requests = requests;
  }

  /** Requests the first page, which shows whether the key may read the list. */
  Access access() throws InterruptedException {
    QueryResult result = requests.send(PermissionProbe.query(OPERATION));
    Access access = Access.of(result, OPERATION, requests.host());
    if (access.kind() != Kind.ALLOWED) {
      return access;
    }
    Answered answered = (Answered) result;
    if (!answered.isSuccess()) {
      return new Access(Kind.UNDECIDED, access.detail() + "; check again later");
    }
    page = answered.response();
    return access;
  }

  /** Reads the list until all names are found. Needs {@link #access} to be allowed. */
  Found find(Set<String> names) throws InterruptedException {
    Map<String, CustomAttribute> found = new HashMap<>();
    TransportResponse next = Objects.requireNonNull(page, "the first page was read");
    while (true) {
      List<CustomAttribute> attributes = CustomAttributesParser.parse(next.body());
      if (attributes == null) {
        return new Found(found, "a page of the list does not have the documented form");
      }
      attributes.stream()
          .filter(attribute -> names.contains(attribute.name()))
          .forEach(attribute -> found.put(attribute.name(), attribute));
      Optional<String> parameter = NextPage.parameter(next);
      if (found.size() == names.size() || parameter.isEmpty()) {
        return new Found(found, null);
      }
      String failure = failure(parameter.get());
      if (failure != null) {
        return new Found(found, failure);
      }
      QueryResult result = requests.send(Query.get(OPERATION, parameter.get()));
      if (!(result instanceof Answered answered && answered.isSuccess())) {
        return new Found(found, Access.of(result, OPERATION, requests.host()).detail());
      }
      next = answered.response();
    }
  }

  /** {@return why the next page must not be requested, or null} */
  private @Nullable String failure(String parameter) {
    if (parameter.isEmpty() || !parameters.add(parameter)) {
      return "the list has no usable link to its next page";
    }
    return parameters.size() < MAX_PAGES
        ? null
        : "the list has more than %s pages".formatted(MAX_PAGES);
  }
}
