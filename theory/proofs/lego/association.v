(* The iterative network of arXiv 2206.04301 with its tokens: two a clause, each with a vector over the values;
   a layer averages tokens of one name, then lets each clause act on the token it uses. *)
From mathcomp Require Import all_ssreflect ssralg ssrnum.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (X : finType) (act : nat -> X -> X) (root : X).
(* clause i, from 0 on, says x_i = act_i x_(i-1); the clause of 0 acts on the root *)
Fixpoint value i := if i is j.+1 then act j.+1 (value j) else act 0 root.
Definition point (x y : X) : R := (y == x)%:R.
Definition mass (u : X -> R) : R := \sum_x u x.
(* heads and tails: of clause i the token of x_i, and of what it uses *)
Definition tokens := ((nat -> X -> R) * (nat -> X -> R))%type.
(* association: the head of clause i and the tail of clause i + 1 have one name and take their mean; the last
   of n variables has one token, and so has the root *)
Definition associate n (z : tokens) : tokens :=
  let a i x := if i.+1 == n then z.1 i x else (z.1 i x + z.2 i.+1 x) / 2%:R in
  (a, fun i => if i is j.+1 then a j else z.2 0%N).
(* manipulation: a head takes its clause applied to the tail, scaled to mass one, where the tail has mass *)
Definition moved i (u : X -> R) y : R := \sum_(x | act i x == y) u x / mass u.
Definition manipulate (z : tokens) : tokens :=
  (fun i => if mass (z.2 i) == 0 then z.1 i else moved i (z.2 i), z.2).
(* only the root is known at first *)
Fixpoint network n l : tokens :=
  if l is l'.+1 then manipulate (associate n (network n l'))
  else (fun _ _ => 0, fun i => if i is 0 then point root else fun _ => 0).
End Defs.

(* ---------- statements ---------- *)
(** theorem lego/AssociationNetwork
    says: After l layers of association and manipulation the head of each of the first l clauses holds exactly
      its true value, and every other head of the n clauses holds nothing.
    leaves out: Tokens of one name are averaged uniformly and clauses find their own tokens, as the claim
      says; order of clauses and names do not occur, since a name has at most two tokens on a chain.
    supports: lego/iterative-network-resolves-one-more-a-layer *)
Definition AssociationNetwork_statement : Prop :=
  forall (R : realFieldType) (X : finType) (act : nat -> X -> X) (root : X) n l i y, (i < n)%N ->
  (network R act root n l).1 i y = if (i < l)%N then point R (value act root i) y else 0.

(* ---------- proofs ---------- *)
Section Theory.
Variables (R : realFieldType) (X : finType) (act : nat -> X -> X) (root : X) (n : nat).
Notation net := (network R act root n).
Notation value := (value act root).
Notation point := (point R).
Lemma mass_point c x (u : X -> R) : (forall y, u y = c * point x y) -> mass u = c.
Proof.
move=> E; rewrite /mass (bigD1 x) //= E /point eqxx mulr1 big1 ?addr0 // => y /negbTE yx.
by rewrite E /point yx mulr0.
Qed.
Lemma moved_point i c x (u : X -> R) y : c != 0 -> (forall y, u y = c * point x y) ->
  moved act i u y = point (act i x) y.
Proof.
move=> c0 E; rewrite /moved (mass_point E) big_mkcond (bigD1 x) //= big1 ?addr0 => [|z /negbTE zx].
  by rewrite E /point eqxx mulr1 divff // [y == _]eq_sym; case: (_ == _).
by case: (_ == _); rewrite // E /point zx mulr0 mul0r.
Qed.
(* what holds after l layers: the heads, and how much the tails know *)
Definition known l (z : tokens R X) :=
  [/\ forall i y, (i < n)%N -> z.1 i y = if (i < l)%N then point (value i) y else 0,
      forall y, z.2 0%N y = point root y &
      forall i, (i.+1 < n)%N -> exists c, [/\ 0 <= c, (c == 0) = (l <= i.+1)%N &
        forall y, z.2 i.+1 y = c * point (value i) y]].
Lemma known_net l : known l (net l).
Proof.
elim: l => [|l [heads tail0 tails]].
  by split=> // i _; exists 0; split=> // [|y]; rewrite ?eqxx ?mul0r.
have tails' i : (i.+1 < n)%N -> exists c, [/\ 0 <= c, (c == 0) = (l.+1 <= i.+1)%N &
    forall y, (net l.+1).2 i.+1 y = c * point (value i) y].
  move=> lt; have [c [c0 cE cv]] := tails _ lt.
  exists (((i < l)%N%:R + c) / 2%:R); split.
  - by rewrite divr_ge0 ?ler0n // addr_ge0 ?ler0n.
  - rewrite mulf_eq0 invr_eq0 pnatr_eq0 orbF paddr_eq0 ?ler0n // cE pnatr_eq0 ltnS.
    by case: (ltnP i l) => //= il; rewrite (leq_trans il).
  move=> y; rewrite /= ltn_eqF // heads ?cv; last by apply: ltnW.
  rewrite [RHS]mulrAC; congr (_ / _); rewrite mulrDl; congr (_ + _).
  by case: (i < l)%N; rewrite ?mul1r // mulr0n mul0r.
split=> // i y lt.
have -> : (net l.+1).1 i y = if mass ((net l.+1).2 i) == 0 then (associate n (net l)).1 i y
    else moved act i ((net l.+1).2 i) y by rewrite /=; case: ifP.
case: i lt => [|j] lt; rewrite [X in mass X]/= [X in moved _ _ X]/=.
  have E z : (net l).2 0%N z = 1 * point root z by rewrite tail0 mul1r.
  by rewrite (mass_point E) oner_eq0 (moved_point _ _ (oner_neq0 R) E).
have [c [c0 cE cv]] := tails' j lt.
rewrite (mass_point cv) cE !ltnS; case: (ltnP j l) => jl; last first.
  rewrite /= heads // ltnNge (leq_trans jl) //=; have [//|ne] := eqVneq j.+2 n.
  have lt2 : (j.+2 < n)%N by rewrite ltn_neqAle ne.
  have [d [_ dE ->]] := tails _ lt2; have -> : d = 0.
    by apply/eqP; rewrite dE (leq_trans jl) // ltnW.
  by rewrite mul0r addr0 mul0r.
by rewrite (moved_point _ _ _ cv) // cE ltnS -ltnNge.
Qed.
End Theory.
Theorem AssociationNetwork : AssociationNetwork_statement.
Proof. by move=> R X act root n l i y lt; have [-> ] := known_net R act root n l. Qed.
