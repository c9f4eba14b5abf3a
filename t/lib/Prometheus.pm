package Prometheus;

# A strict reader of Prometheus' text format, version 0.0.4: what is not
# exactly in the form that its documentation gives, or against its naming
# conventions, is an error.
#
#     my ($samples, @errors) = Prometheus::parse($text);
#
# $samples: { NAME => { 'label="value",…' => VALUE } }, labels sorted.

use strict;
use warnings;


sub parse {
    my ($text) = @_;
    my (%samples, %type, %help, @errors, $name, %done);

    push @errors, 'the last line has no end' if $text !~ /\n\z/;

    for my $line (split /\n/, $text) {

        if ($line =~ /^# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)$/) {
            my ($what, $of, $rest) = ($1, $2, $3);

            if (!defined $name || $of ne $name) {
                push @errors, "$of: its lines are not together" if $done{$of};
                $done{$of} = 1;
                $name = $of;
            }

            if ($what eq 'HELP') {
                push @errors, "$of: HELP twice" if exists $help{$of};
                push @errors, "$of: HELP has a wrong escape"
                    if $rest =~ /\\(?![\\n])/;
                $help{$of} = $rest;
                next;
            }

            push @errors, "$of: TYPE twice" if exists $type{$of};
            push @errors, "$of: TYPE behind a sample" if $samples{$of};
            push @errors, "$of: no type $rest"
                if $rest !~ /^(?:counter|gauge)$/;
            $type{$of} = $rest;
            next;
        }

        if ($line !~ /^([a-zA-Z_:][a-zA-Z0-9_:]*)
                       (?:\{((?:[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"
                              (?:,(?=[a-zA-Z_]))?)*)\})?
                       \ ([0-9]+(?:\.[0-9]+)?)$/x)
        {
            push @errors, "not a line of the format: $line";
            next;
        }

        my ($of, $labels, $value) = ($1, $2 // '', $3);

        push @errors, "$of: not below its own HELP and TYPE"
            if !defined $name || $of ne $name || !exists $type{$of}
               || !exists $help{$of};

        my @labels = $labels =~ /([a-zA-Z_]\w*="(?:[^"\\]|\\.)*")/g;
        my %names;

        for (@labels) {
            my ($label) = /^(\w+)=/;
            push @errors, "$of: label $label twice" if $names{$label}++;
            push @errors, "$of: label $label is reserved" if $label =~ /^__/;
        }

        my $key = join ',', sort @labels;

        push @errors, "$of\{$key}: twice" if exists $samples{$of}{$key};

        $samples{$of}{$key} = $value;
    }

    for my $of (sort keys %type) {
        my $counter = $type{$of} eq 'counter';

        push @errors, "$of: a counter ends in _total"
            if $counter != ($of =~ /_total$/);
        push @errors, "$of: has no HELP" if !exists $help{$of};
        push @errors, "$of: not a base unit"
            if $of =~ /(?:milli|micro|nano|minutes|hours|kilo|mega|percent)/;
    }

    return (\%samples, @errors);
}


# the samples of a metric whose labels match, added up

sub sum {
    my ($samples, $name, $match) = @_;
    my $sum = 0;

    for my $labels (keys %{ $samples->{"nginx_privacy_$name"} || {} }) {
        next if defined $match && $labels !~ $match;
        $sum += $samples->{"nginx_privacy_$name"}{$labels};
    }

    return $sum;
}


1;
