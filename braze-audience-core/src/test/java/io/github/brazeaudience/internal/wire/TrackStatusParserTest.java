package io.github.brazeaudience.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.TrackStatusParser.TrackStatus;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrackStatusParserTest {
  private static final Instant AT = Instant.parse("2026-10-01T12:00:00.250Z");

  private static @Nullable TrackStatus parse(String body) {
    return TrackStatusParser.parse(body.replace('`', '"').getBytes(UTF_8), "g-1");
  }

  @Test
  void parse_processing_hasTheCounts() {
    assertThat(
            parse(
                "{`results`:[{`group_id`:`g-1`,`status`:`processing`,`received`:5,`done`:3,"
                    + "`processing`:2,`final_completion_time`:null}]}"))
        .isEqualTo(new TrackStatus(true, false, 5, 3, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-10-01T12:00:00.250Z",
        "2026-10-01T12:00:00.25Z",
        "2026-10-01T14:00:00.250+02:00"
      })
  void parse_completed_hasTheTime(String time) {
    assertThat(
            parse(
                "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:5,`done`:5,"
                    + "`final_completion_time`:`"
                    + time
                    + "`}]}"))
        .isEqualTo(new TrackStatus(true, true, 5, 5, AT));
  }

  @Test
  void parse_noResults_isUnknown() {
    assertThat(parse("{`results`:[]}")).isEqualTo(new TrackStatus(false, false, 0, 0, null));
  }

  @Test
  void parse_unknownMembersAndOtherGroups_areIgnored() {
    assertThat(
            parse(
                " {`message`:`success`,`results`:[{`group_id`:`g-2`,`status`:`processing`,"
                    + "`received`:9,`done`:1},{`new`:{`a`:[1]},`group_id`:`g-1`,"
                    + "`status`:`completed`,`received`:5,`done`:5}]}\n"))
        .isEqualTo(new TrackStatus(true, true, 5, 5, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "<html>",
        "{`results`:null}",
        "{`results`:{}}",
        "{`results`:[null]}",
        "{`results`:[]}x",
        "{`results`:[],`results`:[]}",
        "{`results`:[{`group_id`:`g-2`,`status`:`completed`,`received`:1,`done`:1}]}",
        "{`results`:[{`status`:`completed`,`received`:1,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`received`:1,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`done`,`received`:1,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:true,`received`:1,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:`1`,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:-1,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:1.5,`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:1,`done`:1,"
            + "`final_completion_time`:`yesterday`}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:1,`done`:1,"
            + "`final_completion_time`:1759320000}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`status`:`processing`,`received`:1,"
            + "`done`:1}]}",
        "{`results`:[{`group_id`:`g-1`,`status`:`completed`,`received`:1,`done`:1},"
            + "{`group_id`:`g-1`,`status`:`processing`,`received`:1,`done`:0}]}",
      })
  void parse_anotherForm_isUnreadable(String body) {
    assertThat(parse(body)).isNull();
  }
}
