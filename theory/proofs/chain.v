(* A Markov chain with a positive stationary law, the law of a (parent, child) pair, of two
   independent positions, and of two positions joined by a path through a common ancestor. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic cauchy_schwarz dobrushin information.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variable R : realFieldType.

(* a chain with a positive stationary law *)
Definition chain n (pi : 'M[R]_n) (mu : 'rV[R]_n) :=
  [/\ stochastic pi, mu *m pi = mu, forall a, 0 < mu 0 a & \sum_a mu 0 a = 1].
(* law of (parent, child);  law of two independent positions *)
Definition edge n (pi : 'M[R]_n) (mu : 'rV[R]_n) : 'M[R]_n :=
  \matrix_(a, b) (mu 0 a * pi a b).
Definition indep n (mu : 'rV[R]_n) : 'M[R]_n :=
  \matrix_(a, b) (mu 0 a * mu 0 b).
(* law of (s_j, s_i) when i is u steps and j is d steps below a common ancestor *)
Definition path_law n (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1) u d : 'M[R]_n.+1 :=
  \matrix_(a, b) \sum_c mu 0 c * (pi ^+ d) c a * (pi ^+ u) c b.
End Defs.

(* ---------- proofs ---------- *)
Section Edge.
Variable R : realFieldType.
Variables (n : nat) (pi : 'M[R]_n) (mu : 'rV[R]_n).
Hypothesis H : chain pi mu.

Let mu0 : forall a, 0 < mu 0 a. Proof. by case: H. Qed.
Let mu1 : \sum_a mu 0 a = 1. Proof. by case: H. Qed.
Let pis : stochastic pi. Proof. by case: H. Qed.
Let mupi b : \sum_a mu 0 a * pi a b = mu 0 b.
Proof. by case: H => _ E _ _; rewrite -{2}E mxE. Qed.

Lemma edge_coupling : coupling mu (edge pi mu).
Proof.
split=> [a|b]; rewrite /rmarg /cmarg; under eq_bigr do rewrite mxE.
  by rewrite -mulr_sumr (proj2 pis) mulr1.
exact: mupi.
Qed.
Lemma edge_nonneg : nonneg (edge pi mu).
Proof. by move=> a b; rewrite mxE mulr_ge0 //; [exact/ltW|exact: (proj1 pis)]. Qed.

End Edge.

Section Path.
Variable R : realFieldType.
Variables (n : nat) (pi : 'M[R]_n.+1) (mu : 'rV[R]_n.+1).
Hypothesis H : chain pi mu.

Lemma stoch_pow d : stochastic (pi ^+ d).
Proof.
have [[p0 p1] _ _ _] := H; elim: d => [|d [q0 q1]].
  split=> [a b|a]; first by rewrite expr0 mxE ler0n.
  rewrite expr0 (bigD1 a) //= mxE eqxx big1 ?addr0 // => b /negbTE.
  by rewrite mxE eq_sym => ->.
split=> [a b|a]; rewrite exprSr; first by rewrite mxE sumr_ge0 // => c _; rewrite mulr_ge0.
by have := rmarg_mul (pi ^+ d) a (conj p0 p1); rewrite /rmarg q1.
Qed.
Lemma stat_pow d b : \sum_a mu 0 a * (pi ^+ d) a b = mu 0 b.
Proof.
have [_ E _ _] := H.
have {2}<- : mu *m (pi ^+ d) = mu; last by rewrite mxE.
by elim: d => [|d IH]; rewrite ?mulmx1 // exprS mulmxA E.
Qed.

Lemma path_law_coupling u d : coupling mu (path_law pi mu u d).
Proof.
have [_ U] := stoch_pow u; have [_ D] := stoch_pow d.
split=> [a|b]; rewrite /rmarg /cmarg; under eq_bigr do rewrite mxE; rewrite exchange_big /=.
- by rewrite -(stat_pow d); apply: eq_bigr => c _; rewrite -mulr_sumr U mulr1.
- by rewrite -(stat_pow u); apply: eq_bigr => c _; rewrite -mulr_suml -mulr_sumr D mulr1.
Qed.
Lemma path_law_nonneg u d : nonneg (path_law pi mu u d).
Proof.
have [_ _ m0 _] := H; have [U _] := stoch_pow u; have [D _] := stoch_pow d.
by move=> a b; rewrite mxE sumr_ge0 // => c _; rewrite !mulr_ge0 // ltW.
Qed.
Lemma path_lawS u d : path_law pi mu u.+1 d = path_law pi mu u d *m pi.
Proof.
apply/matrixP=> a b; rewrite !mxE; under [RHS]eq_bigr do rewrite mxE mulr_suml.
rewrite exchange_big; apply: eq_bigr => c _ /=.
rewrite exprSr [(pi ^+ u * pi) c b]mxE mulr_sumr.
by apply: eq_bigr => e _; rewrite mulrA.
Qed.
Lemma path_law10 : path_law pi mu 1 0 = edge pi mu.
Proof.
apply/matrixP=> a b; rewrite !mxE (bigD1 a) //= expr0 expr1 mxE eqxx mulr1.
by rewrite big1 ?addr0 // => c /negbTE ca; rewrite mxE ca mulr0 mul0r.
Qed.
Lemma indep_mul : indep mu *m pi = indep mu.
Proof.
have := stat_pow 1; rewrite expr1 => E; apply/matrixP=> a b; rewrite !mxE -(E b) mulr_sumr.
by apply: eq_bigr => c _; rewrite mxE mulrA.
Qed.

Lemma path_law_tr u d : path_law pi mu u d = (path_law pi mu d u)^T.
Proof. by apply/matrixP=> a b; rewrite !mxE; apply: eq_bigr => c _; rewrite mulrAC. Qed.

End Path.
