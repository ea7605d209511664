(* Coq's own ring and field tactics on an abstract ordered field (MathComp's realFieldType):
   [Add Field F : (RingTac.ft R)] in a section, then [rnorm R; ring] or [rnorm R; field]. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum.
From Coq Require Import Ring Field.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

Module RingTac.
Section Ops.
Variable R : realFieldType.
Let T : Type := Num.RealField.sort R.
Definition zero : T := 0.            Definition one : T := 1.
Definition add (x y : T) : T := x + y. Definition mul (x y : T) : T := x * y.
Definition opp (x : T) : T := - x.     Definition inv (x : T) : T := x^-1.
Definition sub (x y : T) : T := x - y. Definition div (x y : T) : T := x / y.
Lemma rt : ring_theory zero one add mul sub opp (@eq T).
Proof.
split=> //; [exact: add0r|exact: addrC|exact: addrA|exact: mul1r|
             exact: mulrC|exact: mulrA|exact: mulrDl|exact: subrr].
Qed.
Lemma ft : field_theory zero one add mul sub opp div inv (@eq T).
Proof.
split=> //; first exact: rt; first by move/eqP; rewrite oner_eq0.
by move=> x /eqP h; apply: mulVf.
Qed.
End Ops.
End RingTac.

Ltac rnorm R :=
  rewrite ?expr2 ?mulr2n;
  repeat match goal with
  | |- context [@GRing.add ?V ?a ?b] => change (@GRing.add V a b) with (@RingTac.add R a b)
  | |- context [@GRing.mul ?V ?a ?b] => change (@GRing.mul V a b) with (@RingTac.mul R a b)
  | |- context [@GRing.opp ?V ?a] => change (@GRing.opp V a) with (@RingTac.opp R a)
  | |- context [@GRing.inv ?V ?a] => change (@GRing.inv V a) with (@RingTac.inv R a)
  | |- context [@GRing.one ?V] => change (@GRing.one V) with (@RingTac.one R)
  | |- context [@GRing.zero ?V] => change (@GRing.zero V) with (@RingTac.zero R)
  end;
  match goal with |- @eq _ ?x ?y => change (@eq (Num.RealField.sort R) x y) end.
