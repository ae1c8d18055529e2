package io.github.brazeaudience.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult.Exported;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the parsing of a response of {@code /users/export/ids}. */
class ExportResponseParserTest {
  private static final Set<String> WANTED =
      Set.of("SegmentMembership", "SegmentMembershipArray", "In Ibiza Dreamers");

  private static AttemptResult read(String body) {
    return ResponseClassifier.classify(
        TrackResponses.response(201, body.replace('`', '"')),
        RequestContext.export(WANTED),
        TrackResponses.HOST,
        TrackResponses.NOW);
  }

  @Test
  void read_documentedResponse_hasTheRequestedAttributesByUser() {
    AttemptResult result =
        read(
            """
            {`users`:[
              {`created_at`:`2018-04-17T17:28:56.807Z`,`external_id`:`u-1`,`user_aliases`:[],
               `home_city`:null,`total_revenue`:19.03,
               `custom_attributes`:{`SegmentMembership`:`'1','2'`,`foo`:{`a`:[1,{`b`:null}]},
                 `SegmentMembershipArray`:[`1`,`2`],`In Ibiza Dreamers`:true},
               `apps`:[]},
              {`custom_attributes`:{`foo`:`bar`},`external_id`:`u-2`},
              {`external_id`:`u-3`},
              {`external_id`:`u-4`,`custom_attributes`:null},
              {`external_id`:null,`custom_attributes`:{`SegmentMembership`:`'9'`}},
              {`braze_id`:`5ad62ed85941bafd80298dfc`}],
             `invalid_user_ids`:[`u-5`,7],`message`:`success`}
            """);

    assertThat(result)
        .isEqualTo(
            new Exported(
                List.of(
                    new ExportedProfile(
                        "u-1",
                        null,
                        Map.of(
                            "SegmentMembership",
                            "'1','2'",
                            "SegmentMembershipArray",
                            List.of("1", "2"),
                            "In Ibiza Dreamers",
                            true)),
                    new ExportedProfile("u-2", null, Map.of()),
                    new ExportedProfile("u-3", null, Map.of()),
                    new ExportedProfile("u-4", null, Map.of()),
                    new ExportedProfile(null, null, Map.of("SegmentMembership", "'9'")),
                    new ExportedProfile(null, "5ad62ed85941bafd80298dfc", Map.of()))));
    assertThat(result.reason()).isNull();
  }

  @Test
  void read_nullAttribute_isAbsent() {
    assertThat(
            read(
                "{`message`:`success`,`users`:[{`external_id`:`u`,`custom_attributes`:"
                    + "{`SegmentMembership`:null}}]}"))
        .isEqualTo(new Exported(List.of(new ExportedProfile("u", null, Map.of()))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "null",
        "{}",
        "{`message`:`success`}",
        "{`users`:[]}",
        "{`message`:`failure`,`users`:[]}",
        "{`message`:null,`users`:[]}",
        "{`message`:`success`,`users`:null}",
        "{`message`:`success`,`users`:{}}",
        "{`message`:`success`,`users`:[null]}",
        "{`message`:`success`,`users`:[`u`]}",
        "{`message`:`success`,`users`:[{`external_id`:{}}]}",
        "{`message`:`success`,`users`:[{`braze_id`:[]}]}",
        "{`message`:`success`,`users`:[{`braze_id`:`a`,`braze_id`:`a`}]}",
        "{`message`:`success`,`users`:[{`external_id`:`u`,`custom_attributes`:[]}]}",
        "{`message`:`success`,`users`:[{`external_id`:`u`},{`external_id`:`u`}]}",
        "{`message`:`success`,`users`:[{`external_id`:`u`,`external_id`:`v`}]}",
        "{`message`:`success`,`users`:[],`users`:[]}",
        "{`message`:`success`,`message`:`success`,`users`:[]}",
        "{`message`:`success`,`users`:[{`external_id`:`u`,`custom_attributes`:"
            + "{`SegmentMembership`:`'1'`,`SegmentMembership`:`'2'`}}]}",
        "{`message`:`success`,`users`:[{`external_id`:`u`,`custom_attributes`:{},`custom_attributes`:{}}]}",
        "{`message`:`success`,`users`:[]",
        "{`message`:`success`,`users`:[]}x",
        "{`message`:`success`,`users`:[]}{}",
      })
  void read_undocumentedForm_isUnreadable(String body) {
    assertThat(read(body))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.reason()).isEqualTo(Reason.UNREADABLE_ANSWER);
              assertThat(failure.mayHaveArrived()).isFalse();
            });
  }

  @Test
  void read_tooLongResponse_isUnreadable() {
    TransportResponse cut =
        TransportResponse.ofCutBody(
            201,
            Map.of(),
            "{\"message\":\"success\",\"users\":[]}".getBytes(StandardCharsets.UTF_8));

    assertThat(
            ResponseClassifier.classify(
                    cut, RequestContext.export(WANTED), TrackResponses.HOST, TrackResponses.NOW)
                .reason())
        .isEqualTo(Reason.UNREADABLE_ANSWER);
  }
}
