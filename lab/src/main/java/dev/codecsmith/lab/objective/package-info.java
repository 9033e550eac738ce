/** What a campaign is after: by which figures the score is made, and what else it costs. */
@NullMarked
package dev.codecsmith.lab.objective;

import org.jspecify.annotations.NullMarked;
