(* Information measured by a convex function f (f-divergences) and its data processing. *)
From Coq Require Import Ring Field.
From mathcomp Require Import all_ssreflect ssralg ssrnum zmodp matrix.
From Lemmascope Require Import field_tactic dobrushin information.
Import Order.TTheory GRing.Theory Num.Theory.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Local Open Scope ring_scope.

(* ---------- definitions ---------- *)
Section Defs.
Variables (R : realFieldType) (f : R -> R).
(* two-point convexity on the non-negative numbers *)
Definition convex_nonneg := forall t x y, 0 <= t -> t <= 1 -> 0 <= x -> 0 <= y ->
  f (t * x + (1 - t) * y) <= t * f x + (1 - t) * f y.
Definition fdiv n (p q : 'I_n -> R) := \sum_a q a * f (p a / q a).
(* f-information of a joint law: chi2 is f t = (t - 1)^2, Shannon is f t = t log t *)
Definition finfo m n (Q : 'M[R]_(m, n)) :=
  \sum_a fdiv (Q a) (fun b => rmarg Q a * cmarg Q b).
End Defs.

(* ---------- proofs ---------- *)
Section FDivergence.
Variable R : realFieldType.
Add Field RF : (RingTac.ft R).
Variable f : R -> R.
Hypothesis cf : convex_nonneg f.

Lemma jensen (I : eqType) (s : seq I) (w x : I -> R) :
  (forall i, 0 <= w i) -> (forall i, 0 <= x i) ->
  (\sum_(i <- s) w i) * f ((\sum_(i <- s) w i * x i) / \sum_(i <- s) w i)
   <= \sum_(i <- s) w i * f (x i).
Proof.
move=> w0 x0; elim: s => [|i s IH]; first by rewrite !big_nil !mul0r lexx.
rewrite !big_cons; move: IH.
have W0 : 0 <= \sum_(j <- s) w j by exact: sumr_ge0 (fun j _ => w0 j).
have X0 : 0 <= \sum_(j <- s) w j * x j by apply: sumr_ge0 => j _; rewrite mulr_ge0.
have Z : \sum_(j <- s) w j = 0 -> \sum_(j <- s) w j * x j = 0.
  move=> /eqP; rewrite psumr_eq0 // => /allP z; apply: big1_seq => j /andP[_ /z/eqP->].
  by rewrite mul0r.
move: W0 X0 Z; set W := \sum_(j <- s) w j; set X := \sum_(j <- s) w j * x j => W0 X0 Z IH.
apply: le_trans (_ : w i * f (x i) + W * f (X / W) <= _); last by rewrite ler_add2l.
have [WZ|Wn0] := eqVneq W 0.
  rewrite (Z WZ) WZ !addr0 !mul0r addr0; have [->|wn] := eqVneq (w i) 0; first by rewrite !mul0r.
  by rewrite mulrAC divff // mul1r.
have Wp : 0 < W by rewrite lt_def Wn0.
have Sp : 0 < w i + W by rewrite ltr_paddl.
have S0 : w i + W != 0 by rewrite gt_eqF.
have t1 : 1 - w i / (w i + W) = W / (w i + W).
  by rewrite -{1}(divff S0) -mulrBl addrAC subrr add0r.
have C : f (w i / (w i + W) * x i + W / (w i + W) * (X / W))
     <= w i / (w i + W) * f (x i) + W / (w i + W) * f (X / W).
  by rewrite -t1 cf ?divr_ge0 ?(ltW Sp) // ler_pdivr_mulr // mul1r ler_addl.
rewrite -(ler_pmul2l Sp) in C.
move/eqP: S0 => S0; move/eqP: Wn0 => Wn0.
have <- : w i / (w i + W) * x i + W / (w i + W) * (X / W) = (w i * x i + X) / (w i + W).
  by rnorm R; field; split.
apply: le_trans C _; rewrite le_eqVlt; apply/orP; left; apply/eqP.
by rnorm R; field.
Qed.

Theorem fdiv_dpi n m (p q : 'I_n -> R) (K : 'M[R]_(n, m)) :
  (forall a, 0 <= p a) -> (forall a, 0 <= q a) -> (forall a, q a = 0 -> p a = 0) ->
  stochastic K -> fdiv f (push p K) (push q K) <= fdiv f p q.
Proof.
move=> p0 q0 pq [K0 K1]; rewrite /fdiv.
have -> : \sum_a q a * f (p a / q a) = \sum_z \sum_a q a * K a z * f (p a / q a).
  rewrite exchange_big; apply: eq_bigr => a _ /=.
  by rewrite -mulr_suml -mulr_sumr K1 mulr1.
apply: ler_sum => z _.
have := @jensen _ (index_enum _) (fun a => q a * K a z) (fun a => p a / q a) _ _.
have -> : \sum_a q a * K a z * (p a / q a) = push p K z.
  apply: eq_bigr => a _; have [qa|qa] := eqVneq (q a) 0; first by rewrite qa (pq a qa) !mul0r.
  by rewrite mulrAC mulrCA divff // mulr1.
by apply=> a; [rewrite mulr_ge0|rewrite divr_ge0].
Qed.


Theorem finfo_dpi m n p (Q : 'M[R]_(m, n)) (K : 'M[R]_(n, p)) :
  nonneg Q -> stochastic K -> finfo f (Q *m K) <= finfo f Q.
Proof.
move=> Q0 Ks; apply: ler_sum => a _.
have := @fdiv_dpi _ _ (Q a) (fun b => rmarg Q a * cmarg Q b) K _ _ _ Ks.
have -> : fdiv f (push (Q a) K) (push (fun b => rmarg Q a * cmarg Q b) K)
        = fdiv f ((Q *m K) a) (fun b => rmarg (Q *m K) a * cmarg (Q *m K) b).
  apply: eq_bigr => z _; rewrite mxE rmarg_mul // cmarg_mul /push mulr_sumr.
  by under eq_bigr do rewrite -mulrA.
apply=> // b; first by rewrite mulr_ge0 ?rmarg_ge0 ?cmarg_ge0.
by move/eqP; rewrite mulf_eq0 => /orP[]/eqP; [apply: rmarg0|apply: cmarg0].
Qed.
End FDivergence.
