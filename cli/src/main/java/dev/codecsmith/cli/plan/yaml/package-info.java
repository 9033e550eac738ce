/** YAML read key by key, with mistakes told in a sentence that names line and key. */
@NullMarked
package dev.codecsmith.cli.plan.yaml;

import org.jspecify.annotations.NullMarked;
